package io.flinkarrow.parquet.encoding.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Otherwise pages would refer to entries that are zeros, and no reader could tell. */
class DictionariesKeepOnlyWhatTheyHaveTest {

  @Test
  void moreEntriesAreRefused() {
    for (Dictionary dictionary :
        List.of(
            new IntDictionary(100),
            new LongDictionary(100),
            BytesDictionary.ofVariableWidth(100),
            BytesDictionary.ofFixedWidth(100, Long.BYTES))) {
      ByteArrayBuilder plain = new ByteArrayBuilder();
      for (int value = 4; value < 7; value++) {
        plain.putIntLittleEndian(value);
        plain.putIntLittleEndian(0);
      }
      dictionary.lookUpPlain(plain, 3, new int[3]);
      dictionary.close(2);
      dictionary.close(2);
      assertThat(dictionary.size()).isEqualTo(2);
      assertThatThrownBy(() -> dictionary.close(3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has 2 entries, but its pages refer to 3");
    }
  }
}
