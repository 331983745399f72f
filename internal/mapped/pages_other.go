//go:build !linux

package mapped

// InLargePages is for systems that have such.
func (f *File) InLargePages() {}
