using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.SG2000;

/// <summary>A change of something that an operator object holds.</summary>
/// <param name="Changed">The field, property or parameter.</param>
/// <param name="Member">The member whose code changes it.</param>
/// <param name="Location">Where.</param>
/// <param name="IsClear">Whether the change empties it.</param>
internal sealed record MemoryUse(ISymbol Changed, ISymbol Member, Location Location, bool IsClear);
