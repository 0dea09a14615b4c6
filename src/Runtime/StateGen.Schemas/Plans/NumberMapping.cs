namespace StateGen.Schemas.Resolution.Plans;

/// <summary>A number of an enum that becomes another. A <c>uint64</c> is held as the <c>long</c> of the same bits.</summary>
/// <param name="Stored">The stored number.</param>
/// <param name="Declared">The number in the next shape.</param>
public sealed record NumberMapping(long Stored, long Declared);
