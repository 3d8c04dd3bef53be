package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.statistics.PageStatistics;
import java.util.List;

/**
 * All data pages of a column chunk of another file, which has no dictionary.
 *
 * @param statistics what the other file says of all of them
 */
public record PageCopies(List<PageCopy> pages, PageStatistics statistics) {}
