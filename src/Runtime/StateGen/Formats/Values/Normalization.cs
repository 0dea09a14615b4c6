namespace StateGen.Serialization;

/// <summary>What a codec's <see cref="ICodec{T}.Normalize"/> does to values, so that calls without an effect are left out. The order is that of strength.</summary>
public enum Normalization
{
    /// <summary>Nothing: every value is its own normal form.</summary>
    None,

    /// <summary>It throws for some values and returns the others as they are.</summary>
    Checks,

    /// <summary>It may return another value.</summary>
    Changes,
}
