package io.flinkarrow.parquet.page;

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.parquet.format.PageHeader;

/**
 * In which order the data pages of a chunk come. What is found before them, such as the dictionary
 * page, is dealt with here.
 */
interface PageSequence {

  /**
   * The header of the next page that has values. Its body is read before anything else is asked
   * for.
   *
   * @return null behind the last one
   */
  @Nullable
  PageHeader next() throws IOException;

  /** What {@link DataPages#pass} says. */
  long pass(long rows) throws IOException;

  /** What messages call the page that comes next, or the first one behind the last. */
  String nextName();

  /** How many rows the page has whose header came last; less than 0 if only its entries tell. */
  long statedRows();
}
