package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encoding.ValuesEncoder;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.LeadingNullPages;
import io.flinkarrow.parquet.page.SealedChunk;
import javax.annotation.Nullable;

/** Completes a copy of an open chunk: nothing is tried, and of the open page nothing is learned. */
record ChunkCopy(LeafColumn column, OpenDataPage page, ValuesEncoder values) {

  /**
   * @param pages a copy of the sealed ones
   * @param leadingNullPages null if there are none
   */
  SealedChunk of(ColumnChunkPages pages, @Nullable LeadingNullPages leadingNullPages) {
    if (leadingNullPages != null) {
      leadingNullPages.copyTo(pages);
    }
    ByteArrayBuilder body = PageBodyScratch.borrow();
    try {
      if (page.rowCount() > 0) {
        EncodedDataPage copy = page.encodeCopy(body);
        pages.addDataPage(copy.body(), copy.info(), copy.compression());
        body.reset();
      }
      int entries = values.openValues().putDictionary(body);
      if (entries > 0) {
        pages.setDictionaryPage(body.array(), body.length(), entries);
      }
    } finally {
      PageBodyScratch.giveBack();
    }
    return page.rowCount() == 0 ? pages.seal(values.sealChunk()) : pages.sealWithoutBounds();
  }
}
