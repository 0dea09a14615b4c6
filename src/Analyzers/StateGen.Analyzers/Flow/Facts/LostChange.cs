using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>A change inside an object that is not assigned to a state on some way out.</summary>
/// <param name="Origin">The object: a read of a state, a parameter, or an object that was assigned before.</param>
/// <param name="State">The state; null for a parameter.</param>
/// <param name="Operation">The change.</param>
/// <param name="Kind">The kind of change.</param>
internal sealed record LostChange(Origin Origin, IPropertySymbol? State, IOperation Operation, ChangeKind Kind);
