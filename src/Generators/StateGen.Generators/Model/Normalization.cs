namespace StateGen.Generators.Model;

/// <summary>What a codec's <c>Normalize</c> does, so that calls without an effect are not written. The order is that of strength.</summary>
internal enum Normalization
{
    /// <summary>Nothing: the value is its own normal form.</summary>
    None,

    /// <summary>It throws for some values and returns the others as they are.</summary>
    Checks,

    /// <summary>It may return another value.</summary>
    Changes,
}
