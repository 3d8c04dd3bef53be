package io.flinkarrow.testing;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;

/** Holds a chunk's {@code encodings} and {@code encoding_stats} against the pages it has. */
final class EncodingsCheck {

  private final Place chunk;
  private final ColumnDescriptor column;
  private final PageWalk.Rules rules;

  EncodingsCheck(Place chunk, ColumnDescriptor column, PageWalk.Rules rules) {
    this.chunk = chunk;
    this.column = column;
    this.rules = rules;
  }

  /**
   * @param found number of pages by page type and encoding, separated by a blank
   */
  void check(ColumnMetaData metaData, Map<String, Integer> found) {
    Set<String> used = new TreeSet<>();
    found.keySet().forEach(key -> used.add(key.substring(key.indexOf(' ') + 1)));
    boolean hasLevels = column.getMaxRepetitionLevel() > 0 || column.getMaxDefinitionLevel() > 0;
    boolean version2Only =
        found.keySet().stream().noneMatch(key -> key.startsWith(PageType.DATA_PAGE + " "));
    // parquet-java does not list the encoding of levels in pages of version 2.
    if (hasLevels && (rules.complete() || !version2Only)) {
      used.add(Encoding.RLE.name());
    }
    Set<String> listed = new TreeSet<>();
    for (Encoding encoding : metaData.getEncodings()) {
      chunk.check(listed.add(encoding.name()), "encodings lists %s twice", encoding);
    }
    chunk.check(listed.containsAll(used), "encodings lists %s but %s are used", listed, used);
    // Writers name what levels would have been encoded with even where there are none.
    listed.remove(Encoding.RLE.name());
    listed.remove(Encoding.BIT_PACKED.name());
    chunk.check(used.containsAll(listed), "encodings lists %s but only %s are used", listed, used);

    chunk.check(metaData.isSetEncoding_stats(), "has no encoding_stats");
    Map<String, Integer> stats = new TreeMap<>();
    for (PageEncodingStats entry : metaData.getEncoding_stats()) {
      stats.merge(entry.getPage_type() + " " + entry.getEncoding(), entry.getCount(), Integer::sum);
    }
    chunk.equal("encoding_stats", found, stats);
  }
}
