using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>A fact that may hold at a point of a member.</summary>
/// <param name="Kind">The kind of fact.</param>
/// <param name="Operation">The operation that makes it true; null if it holds when the member begins.</param>
/// <param name="Origin">The index of the object that it is about.</param>
/// <param name="Change">The kind of change that it is about.</param>
/// <param name="State">The state that it is about; null if there is none.</param>
internal sealed record Fact(FactKind Kind, IOperation? Operation, int Origin, ChangeKind Change, IPropertySymbol? State);

/// <summary>Specifies the kinds of facts.</summary>
internal enum FactKind
{
    /// <summary>The object was changed, and not assigned to a state since.</summary>
    Changed,

    /// <summary>The object was changed and not assigned to a state, and the code that read it has read another one since.</summary>
    Lost,

    /// <summary>The elements of the object were reordered, and neither assigned to a state nor used since.</summary>
    Reordered,

    /// <summary>The object was emitted.</summary>
    Emitted,

    /// <summary>The object was assigned to a state, which holds a copy of it.</summary>
    Assigned,

    /// <summary>The state from which the object was read has another value since.</summary>
    Detached,

    /// <summary>The collection state was changed since its enumeration began.</summary>
    Written,

    /// <summary>The field holds what earlier callbacks left in it.</summary>
    Filled,
}
