package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the nearest names are those with the fewest changes. */
class NearestNamesTest {

  @ParameterizedTest
  @CsvSource({
    "'',      '',       0",
    "'',      abc,      3",
    "abc,     '',       3",
    "codec,   codec,    0",
    "codec,   codecs,   1",
    "codec,   odec,     1",
    "codec,   kodek,    2",
    "kitten,  sitting,  3",
    "sunday,  saturday, 3"
  })
  void theDistanceIsTheFewestChanges(String from, String to, int changes) {
    assertThat(NearestNames.distance(from, to)).isEqualTo(changes);
    assertThat(NearestNames.distance(to, from)).isEqualTo(changes);
  }

  @Test
  void theNearestComeFirstAndAsManyAsAskedFor() {
    assertThat(NearestNames.of("pagerows", List.of("row-rows", "page-bytes", "page-rows"), 2))
        .containsExactly("page-rows", "row-rows");
  }
}
