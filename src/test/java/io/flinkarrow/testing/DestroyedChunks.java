package io.flinkarrow.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;

/** Makes chunks unreadable, so that a reader which answers has skipped them. */
public final class DestroyedChunks {

  private DestroyedChunks() {}

  /** Leaves one row group of a leaf column. */
  public static void allBut(Path file, int rowGroup, int column) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      List<BlockMetaData> rowGroups = reader.getFooter().getBlocks();
      for (int i = 0; i < rowGroups.size(); i++) {
        if (i != rowGroup) {
          ColumnChunkMetaData chunk = rowGroups.get(i).getColumns().get(column);
          int start = (int) chunk.getStartingPos();
          Arrays.fill(bytes, start, start + (int) chunk.getTotalSize(), (byte) 0xFF);
        }
      }
    }
    Files.write(file, bytes);
  }
}
