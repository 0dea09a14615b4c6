namespace StateGen.Schemas.Resolution.Matching;

/// <summary>A name that cannot be followed from one generation to the next.</summary>
/// <param name="Stored">The stored name; several where more than one would do.</param>
/// <param name="Declared">The declared name, or several.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record AmbiguousName(string Stored, string Declared, string Remedy)
{
    public static AmbiguousName OfSeveral(string stored, string declared) => new(stored, declared, "More than one former name fits. Keep the one that is meant.");

    public static AmbiguousName OfExchanged(string stored, string declared) => new(
        stored, declared, "Names were exchanged, and only one of the two versions says so. Give one of them a third name, with [FormerName]; where the exchange was stored with these former names, keep them.");
}
