using System.Text.Json.Serialization;

namespace StateGen.Checkpoints;

/// <summary>How far one split of a source was read.</summary>
/// <param name="Id">The id of the split, unique within its source.</param>
/// <param name="Fields">What the source needs to go on from here, for example path, start, end, position and line.</param>
/// <param name="MaxEventTimeMilliseconds">The greatest event time seen, in milliseconds since 1970 UTC; null before the first event.</param>
/// <param name="IsFinished">Whether the split was read to its end.</param>
public sealed record SplitPosition(
    string Id,
    ManifestFields Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MaxEventTimeMilliseconds,
    bool IsFinished);
