namespace StateGen.Contracts;

/// <summary>The names of the rules that a <see cref="CheckpointStorageContract"/> verifies.</summary>
public static class CheckpointStorageRules
{
    /// <summary>The storage has a location.</summary>
    public const string Location = "storage-location";

    /// <summary>A file is listed and reads back as soon as it is written, also for other processes; empty files and synchronous writes, too.</summary>
    public const string Written = "storage-written";

    /// <summary>A file that is written again is replaced as a whole.</summary>
    public const string Replaced = "storage-replaced";

    /// <summary>A file that is still being written is neither listed nor opened.</summary>
    public const string Atomic = "storage-atomic";

    /// <summary>A write whose function fails throws that exception, leaves no part, and keeps the former file.</summary>
    public const string FailedWrite = "storage-failed-write";

    /// <summary>A cancelled operation throws an <see cref="OperationCanceledException"/>, and a cancelled write leaves no part.</summary>
    public const string Cancellation = "storage-cancellation";

    /// <summary>Of 16 concurrent commits of one name, also by several processes, exactly one succeeds, and the file has its content.</summary>
    public const string CommitOnce = "storage-commit-once";

    /// <summary>A commit of a name that exists changes nothing; after a deletion, the name is free again.</summary>
    public const string CommitNew = "storage-commit-new";

    /// <summary>A list contains the files with the prefix, which may end within a segment, in ordinal order, and as many as there are.</summary>
    public const string Listing = "storage-listing";

    /// <summary>A deletion removes that file alone, and tolerates a missing one.</summary>
    public const string Deletion = "storage-deletion";

    /// <summary>No stream is opened for a missing file, a folder or a prefix of a name.</summary>
    public const string MissingFile = "storage-missing-file";

    /// <summary>Names with spaces, punctuation, percent signs and letters of any script are kept as they are.</summary>
    public const string Names = "storage-names";

    /// <summary>
    /// A path with an empty segment, a segment that begins with a dot, a backslash, a colon or a NUL is refused with an <see cref="ArgumentException"/>.
    /// </summary>
    public const string Paths = "storage-paths";

    /// <summary>Files of one folder are written, read, listed and deleted at the same time without a failure.</summary>
    public const string Concurrency = "storage-concurrency";

    /// <summary>A large file is written and read back, and a reader may stop before the end.</summary>
    public const string LargeFile = "storage-large-file";

    /// <summary>A large file is never in memory as a whole.</summary>
    public const string Streaming = "storage-streaming";
}
