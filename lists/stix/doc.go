// Package stix reads lists of groups behind attacks on computers: any bundle of
// STIX 2.0 or 2.1, MITRE's ATT&CK among them, and the galaxy clusters of MISP.
//
// A threat actor, an intrusion set or a campaign becomes a listing of the kind
// threat_group: an organisation with its aliases, links to those that it is
// attributed to, and its references. An identity becomes one only where
// something is attributed to it; others are victims, or authors. What is revoked
// or deprecated is left out and counted.
//
// Such a listing says that someone was named as an attacker, not that anything
// is forbidden. None of these lists says which sanctioned person is behind which
// group.
//
// A listing's id is the number that the publisher gives it ("G0016"), where its
// first reference has one of MITRE's, else that of STIX; of MISP the uuid. What
// tools and techniques a group uses is no statement of who it is: of a bundle
// such relations are left out, as are all objects that are no party; of a
// cluster, where they are part of the entry, their ids are kept in Other.
package stix
