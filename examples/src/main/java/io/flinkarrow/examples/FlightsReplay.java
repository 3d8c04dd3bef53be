package io.flinkarrow.examples;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * Batch {@code i} of the input. The source checkpoints which numbers it has handed out, so after a
 * failure it continues with the batches of the last checkpoint.
 */
final class FlightsReplay implements GeneratorFunction<Long, RecordBatch> {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int rowsPerBatch;
  private transient List<RecordBatch> batches;

  FlightsReplay(String file, int rowsPerBatch) {
    this.file = file;
    this.rowsPerBatch = rowsPerBatch;
  }

  @Override
  public void open(SourceReaderContext context) throws IOException {
    batches = FlightsInput.read(Path.of(file), rowsPerBatch).batches();
  }

  @Override
  public RecordBatch map(Long index) {
    return batches.get(index.intValue());
  }
}
