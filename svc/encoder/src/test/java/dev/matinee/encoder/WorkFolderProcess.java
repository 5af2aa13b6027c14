package dev.matinee.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that uses a shared folder for its work, as an encoder does; a lock counts between processes only. */
final class WorkFolderProcess {
    private WorkFolderProcess() {}

    /**
     * Takes a folder so many times, and says where the last is, which it keeps until its input ends.
     *
     * @param args the shared folder, and how often
     */
    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[0]);
        for (int times = Integer.parseInt(args[1]); times > 1; times--) {
            try (WorkFolder folder = WorkFolder.open(work)) {
                Path film = Files.writeString(folder.create("job").resolve("film"), "bytes");
                if (!Files.exists(film)) {
                    throw new IOException(film + " was cleared away");
                }
            }
        }
        try (WorkFolder folder = WorkFolder.open(work)) {
            System.out.println(folder.create("job"));
            System.in.transferTo(System.err);
        }
    }
}
