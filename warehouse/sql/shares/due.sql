-- The windows of one part, by number.
select number, whole_only from share_due where part = $part order by number;
