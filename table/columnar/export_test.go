package columnar

// Held is how much memory an Arrow source has that was not given back.
func Held(s *Source) int64 { return s.rows.(*arrowRows).mem.held.Load() }
