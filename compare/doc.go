// Package compare puts the same requests to a running yente or Watchman and to
// our own lists, and says of every difference why it is there: for whoever wants
// to move over and must know what will change.
//
// Requests are names, customers or a log of calls. What the other service finds
// is recognised among our entities by the ids of the listings that it rests on,
// else by name. What only it finds is explained by our own score; what only we
// find, by the evidence. Nothing is asked but the address that is given, and no
// name is in an error.
package compare
