namespace StateGen.Contracts;

/// <summary>The names of the rules that a <see cref="SourceContract{T}"/> verifies.</summary>
public static class SourceRules
{
    /// <summary>The source and its readers have descriptions.</summary>
    public const string Description = "source-description";

    /// <summary>The ids of splits are unique and not empty, and the splits are neither finished nor revoked at a fresh start.</summary>
    public const string SplitIds = "source-split-ids";

    /// <summary>A second discovery over the same input finds the same splits.</summary>
    public const string Discovery = "source-discovery";

    /// <summary>A source whose splits change adds each split that is not known, and only those.</summary>
    public const string AddedSplits = "source-added-splits";

    /// <summary>The watching of splits ends when it is canceled.</summary>
    public const string CanceledWatch = "source-canceled-watch";

    /// <summary>A read returns a result, with no more events than there was room for, within a time.</summary>
    public const string Read = "source-read";

    /// <summary>The events do not depend on the sizes of the buffers.</summary>
    public const string BufferSize = "source-buffer-size";

    /// <summary>A reader that starts at a reported position, also of another source object, reads exactly the events after it.</summary>
    public const string Resume = "source-resume";

    /// <summary>Readers that are open at the same time do not affect each other.</summary>
    public const string IndependentReaders = "source-independent-readers";

    /// <summary>A reader names the origin of each event of its last read.</summary>
    public const string Origin = "source-origin";

    /// <summary>A canceled read throws an <see cref="OperationCanceledException"/> and reads nothing, or returns as usual.</summary>
    public const string CanceledRead = "source-canceled-read";

    /// <summary>A position of another source is refused with a <see cref="StateGenException"/>.</summary>
    public const string ForeignPosition = "source-foreign-position";
}
