package io.flinkarrow.parquet.chunk;

/**
 * Where a chunk's dictionary was full.
 *
 * @param page the number of the page that was open then; less than 0 if it has never been full
 * @param withRows whether that page had rows, and so was the last one of the dictionary
 */
public record DictionaryEnd(int page, boolean withRows) {

  public static final DictionaryEnd NONE = new DictionaryEnd(-1, false);
}
