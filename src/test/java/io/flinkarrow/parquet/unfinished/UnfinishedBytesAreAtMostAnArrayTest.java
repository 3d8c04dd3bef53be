package io.flinkarrow.parquet.unfinished;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Nothing is copied, so that it takes no memory to have as many. */
class UnfinishedBytesAreAtMostAnArrayTest {

  private static final int MOST = Integer.MAX_VALUE - 8;
  private static final int HEAD = 36;

  private final byte[] shared = new byte[1 << 20];

  private GatheredBytes tail(long length) throws IOException {
    GatheredBytes.Output out = new GatheredBytes.Output();
    for (long left = length; left > 0; left -= shared.length) {
      out.writeShared(shared, 0, (int) Math.min(left, shared.length));
    }
    return out.gathered();
  }

  @Test
  void tailsHaveNoMore() throws IOException {
    assertThat(tail(MOST).length()).isEqualTo(MOST);
    assertThatThrownBy(() -> tail(MOST + 1L))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 2147483640 bytes")
        .hasMessageContaining("end row groups or files earlier");
  }

  @Test
  void allTogetherHaveNoMore() throws IOException {
    byte[] state = new byte[100];
    GatheredBytes longest = tail(MOST - HEAD - state.length);
    assertThat(UnfinishedBytes.of(0, 1, 0, state, longest).length()).isEqualTo(MOST);
    for (int more : new int[] {1, HEAD, HEAD + state.length}) {
      GatheredBytes tail = tail((long) longest.length() + more);
      assertThatThrownBy(() -> UnfinishedBytes.of(0, 1, 0, state, tail))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "What would complete the file has %d bytes".formatted(MOST + (long) more));
    }
  }
}
