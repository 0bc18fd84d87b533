-- Wilson score interval at 95 % (Wilson 1927): the ends of a share k/n, as fractions; null where n is 0.
create or replace macro wilson_low(k, n) as
    case when n > 0 then greatest(0, (k + 1.9207294 - 1.959964 * sqrt(k * (n - k) / n::double + 0.9603647)) / (n + 3.8414588)) end;

create or replace macro wilson_high(k, n) as
    case when n > 0 then least(1, (k + 1.9207294 + 1.959964 * sqrt(k * (n - k) / n::double + 0.9603647)) / (n + 3.8414588)) end;
