-- What a good data engineer would write instead: case and accents folded, words
-- sorted, joined on a word that at most 400 listed names share, and those pairs
-- kept whose sorted words are alike by Jaro-Winkler. @NAME@ stands for a file.
SET threads = 2;
SET memory_limit = '8GB';
SET temp_directory = '@TEMP@';
CREATE MACRO fold(s) AS regexp_replace(lower(strip_accents(s)), '[^\p{L}\p{N} ]', ' ', 'g');
CREATE MACRO words(s) AS list_sort(list_distinct(list_filter(string_split(fold(s), ' '), w -> w <> '')));
CREATE TABLE listed AS
  SELECT row_number() OVER () AS n, listing, w, array_to_string(w, ' ') AS sorted
  FROM (SELECT listing, words(name) AS w FROM read_csv('@NAMES@', header = true, all_varchar = true));
CREATE TABLE rare AS
  SELECT word, n FROM (SELECT unnest(w) AS word, n FROM listed)
  WHERE length(word) > 1 AND word IN
    (SELECT word FROM (SELECT unnest(w) AS word FROM listed) GROUP BY word HAVING count(*) <= 400);
COPY (
  WITH c AS (SELECT id, words(name) AS w FROM read_csv('@CUSTOMERS@', header = true, all_varchar = true)),
  t AS (SELECT id, array_to_string(w, ' ') AS sorted, unnest(w) AS word FROM c)
  SELECT DISTINCT t.id, listed.listing
  FROM t JOIN rare USING (word) JOIN listed USING (n)
  WHERE jaro_winkler_similarity(t.sorted, listed.sorted) >= 0.90
) TO '@RESULT@' (HEADER true);
