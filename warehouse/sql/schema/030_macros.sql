-- The small formulas, the same for SQL and for charts.

-- Wilson score interval at 95 % (Wilson 1927): the ends of a share k/n, as fractions; null where n is 0. k and n may
-- be effective, that is fractions.
create or replace macro wilson_low(k, n) as
    case when n > 0 then greatest(0, (k + 1.9207294 - 1.959964 * sqrt(k * (n - k) / n::double + 0.9603647)) / (n + 3.8414588)) end;

create or replace macro wilson_high(k, n) as
    case when n > 0 then least(1, (k + 1.9207294 + 1.959964 * sqrt(k * (n - k) / n::double + 0.9603647)) / (n + 3.8414588)) end;

-- Student's two-sided 95 % quantile for one degree of freedom or more (Abramowitz and Stegun 1964, 26.7.5).
create or replace macro t95(freedom) as
    1.959964 + 2.3722712 / freedom + 2.8224986 / pow(freedom, 2) + 2.5558496 / pow(freedom, 3);

-- Design effect of a share k/n of adverts in clusters (employers): Cochran 1977, 6.19, over the binomial variance. Over
-- the clusters, kk is the sum of k_c squared, kn of k_c times n_c, nn of n_c squared. Never below 1.
create or replace macro design_effect(k, n, kk, kn, nn, clusters) as
    case
        when n = 0 then null
        when clusters <= 1 then n::double
        when k = 0 or k = n then greatest(1, least(n, nn / n::double))
        else greatest(1, least(
            n,
            greatest(kk - 2 * (k / n::double) * kn + pow(k / n::double, 2) * nn, 0) * clusters / (clusters - 1.0)
            / (n * (k / n::double) * (1 - k / n::double))
        ))
    end;

-- Independent adverts that would tell as much (Kish 1965), less for few clusters (Korn and Graubard 1998).
create or replace macro effective_size(k, n, kk, kn, nn, clusters) as
    case
        when design_effect(k, n, kk, kn, nn, clusters) > 1
            then greatest(1, n / design_effect(k, n, kk, kn, nn, clusters)
                * pow(1.959964 / t95(greatest(pow(n, 2) / nn - 1, 1)), 2))
        else n::double
    end;

-- The smallest rise of a share that two samples of these sizes show with 80 % power at 5 %, as a fraction.
create or replace macro smallest_visible_change(share, n1, n0) as
    case when n1 > 0 and n0 > 0 then 2.8015852 * sqrt(share * (1 - share) * (1.0 / n1 + 1.0 / n0)) end;

-- A share corrected for the extractor's measured precision and recall (Rogan and Gladen 1978, for counts found).
create or replace macro error_corrected(share, "precision", recall) as
    case when recall > 0 then least(1, share * "precision" / recall) end;

-- The standard error of the logarithm of a figure with this 95 % interval.
create or replace macro log_error(low, high) as ln(high / low) / (2 * 1.959964);

-- A text without blanks and line ends, to compare two by: several times faster than a regular expression, and a day's
-- load hashes every advert that is still up.
create or replace macro without_white_space(words) as
    replace(replace(replace(replace(replace(words, ' ', ''), chr(10), ''), chr(9), ''), chr(13), ''), chr(160), '');

-- The three months that end with a month, such as 2026-08 to 2026-10.
create or replace macro quarter_name(month) as
    strftime((month - interval 2 month)::date, '%Y-%m') || ' to ' || strftime(month, '%Y-%m');
