-- What every published relation and column means, from their comments.
create or replace view data_dictionary as
select
    columns.table_name as relation,
    columns.column_index as place,
    columns.column_name as "column",
    columns.data_type as "type",
    coalesce(relations.comment, '') as relation_meaning,
    coalesce(columns.comment, '') as meaning
from duckdb_columns() as columns
join (
    select table_name as relation, schema_name, comment from duckdb_tables() where database_name = current_database()
    union all
    select view_name, schema_name, comment from duckdb_views() where database_name = current_database()
) as relations
    on relations.relation = columns.table_name and relations.schema_name = columns.schema_name
where columns.schema_name = 'main' and not columns.internal and columns.database_name = current_database()
order by relation, place;

comment on view data_dictionary is 'One row per column of every published relation.';
comment on column data_dictionary.relation is 'Name of the table or view.';
comment on column data_dictionary.place is 'Place of the column in the relation.';
comment on column data_dictionary."column" is 'Name of the column.';
comment on column data_dictionary."type" is 'Its type in DuckDB.';
comment on column data_dictionary.relation_meaning is 'What one row of the relation is.';
comment on column data_dictionary.meaning is 'What the column holds, with its unit.';
