using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>The only split of a source whose positions are the number of events that were read.</summary>
internal static class CountedSplit
{
    public static IReadOnlyList<SplitPosition> First { get; } = [new("0", ToFields(0), MaxEventTimeMilliseconds: null, IsFinished: false)];

    public static ManifestFields ToFields(long count) => ManifestFields.Empty.With("read", count);

    public static long FromFields(ManifestFields fields) => fields.GetInt64("read");
}
