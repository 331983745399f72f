package index

import "unsafe"

// viewOf is a string over bytes that do not change, without copying them.
func viewOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// view is the i-th of the strings that lie one behind the other in text.
func view(text []byte, off *numbers, i uint32) string { return viewOf(text[off.at(i):off.at(i+1)]) }
