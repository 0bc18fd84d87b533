-- What counting leaves behind.
drop table if exists share_opening;
drop table if exists live_opening;
drop table if exists share_due;
drop table if exists share_slice;
drop table if exists share_member;
drop table if exists share_part;
drop table if exists share_new_cell;
