package io.flinkarrow.testing;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;

/** Another input, of which implementations watch or disturb reads. */
public interface ForwardingInput extends ParquetInput {

  ParquetInput input();

  @Override
  default String name() {
    return input().name();
  }

  @Override
  default long length() {
    return input().length();
  }

  @Override
  default void close() throws IOException {
    input().close();
  }
}
