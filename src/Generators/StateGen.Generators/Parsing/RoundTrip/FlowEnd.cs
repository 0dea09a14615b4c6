using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.RoundTrip;

/// <summary>Where a value ends up.</summary>
/// <param name="Target">The variable or member that it is assigned to; null where it is returned, is an argument of another constructor, or goes elsewhere.</param>
/// <param name="Node">What takes it: an assignment, a declaration, an argument.</param>
/// <param name="IsChanged">Whether it was changed on the way, so that doing it again may change it again.</param>
internal sealed record FlowEnd(string? Target, SyntaxNode Node, bool IsChanged);
