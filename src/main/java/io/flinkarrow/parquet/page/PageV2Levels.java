package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;

/** The levels of a page V2, which come first in its body and are never compressed. */
record PageV2Levels(Bytes repetition, Bytes definition) {

  static PageV2Levels of(RawPages pages, String page, PageHeader header, Bytes body)
      throws IOException {
    DataPageHeaderV2 details = header.getData_page_header_v2();
    int repetition = details.getRepetition_levels_byte_length();
    int definition = details.getDefinition_levels_byte_length();
    int room = Math.min(body.length(), header.getUncompressed_page_size());
    if (repetition < 0 || definition < 0 || repetition > room - definition) {
      throw pages.damaged(
          page,
          "should have levels within its %d bytes, but has %d and %d bytes of them"
              .formatted(room, repetition, definition));
    }
    return new PageV2Levels(body.part(0, repetition), body.part(repetition, definition));
  }

  /** In bytes. */
  int length() {
    return repetition.length() + definition.length();
  }
}
