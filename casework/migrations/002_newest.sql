-- Pages of alerts are read in their order instead of sorting all: those that stand
-- alone by what happened last, and the members of a crowd together.
CREATE INDEX alert_newest ON alert (state, changed DESC, score DESC, id) WHERE crowd = '';
CREATE INDEX alert_by_crowd ON alert (crowd, score) WHERE crowd <> '';
