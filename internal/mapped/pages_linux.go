package mapped

import "golang.org/x/sys/unix"

// InLargePages asks the system to hold the file in pages of two megabytes, where it has
// such. Of a file that is read here and there a place is then found with far less
// searching for where it lies. What is not in memory yet is read from the disk by as
// much, so it is for files that are soon read whole.
func (f *File) InLargePages() {
	if len(f.Bytes) > 0 {
		_ = unix.Madvise(f.Bytes, unix.MADV_HUGEPAGE) // a system that has none goes on as before
	}
}
