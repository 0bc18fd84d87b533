-- An address written "name (at) example (dot) org" is one all the same.
select posting_id from posting
where regexp_matches(text, '(?i)[a-z0-9._%+-]+ ?[\[({]at[\])}] ?[a-z][a-z0-9-]* ?(?:\.|[\[({]dot[\])}]| dot ) ?[a-z]{2,}');
