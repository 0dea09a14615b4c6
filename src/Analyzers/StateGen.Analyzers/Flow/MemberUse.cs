using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow;

/// <summary>A use of a member of an operator by another.</summary>
/// <param name="User">The member whose code it is in.</param>
/// <param name="Used">The method or property.</param>
/// <param name="Syntax">The expression.</param>
/// <param name="IsDeferred">Whether it is in a lambda, or in a local function that is not called in place, which may run later.</param>
/// <param name="Place">When and where it runs.</param>
internal sealed record MemberUse(ISymbol User, ISymbol Used, SyntaxNode Syntax, bool IsDeferred, UsePlace Place);
