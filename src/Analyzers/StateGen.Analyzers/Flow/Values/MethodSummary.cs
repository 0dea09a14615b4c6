using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>The effects of a call of a method on the values that it receives, and the value that it returns.</summary>
internal sealed class MethodSummary
{
    /// <summary>The ordinal of the instance that the method is called on.</summary>
    public const int Instance = -1;

    /// <summary>Gets the effects on the parameters, by their ordinals.</summary>
    public required ImmutableArray<ParameterEffect> Parameters { get; init; }

    /// <summary>Gets the states that the method assigns.</summary>
    public required ImmutableArray<IPropertySymbol> AssignedStates { get; init; }

    /// <summary>Gets a value indicating whether the method clears all states.</summary>
    public required bool ClearsStates { get; init; }

    /// <summary>Gets the fields of the operator that the method clears before it does anything else with them, on every way.</summary>
    public required ImmutableArray<ISymbol> ClearedFields { get; init; }

    /// <summary>Gets what the method assigns to its out parameters.</summary>
    public required ImmutableArray<(int Ordinal, SummaryValue Value)> Outs { get; init; }

    /// <summary>Gets the ordinals of the <c>ref</c> parameters that hold another object when the method returns.</summary>
    public required ImmutableArray<int> Replaced { get; init; }

    /// <summary>Gets what the method returns.</summary>
    public required SummaryValue Returns { get; init; }
}

/// <summary>The effects of a method on an object that a parameter refers to.</summary>
/// <param name="Ordinal">The ordinal of the parameter, or <see cref="MethodSummary.Instance"/>.</param>
internal sealed record ParameterEffect(int Ordinal)
{
    /// <summary>Gets a value indicating whether the effect is on a member or element of the object, and not on the object itself.</summary>
    public bool IsPart { get; init; }

    /// <summary>Gets the change inside the object after which the method has not assigned it to a state; null if there is none.</summary>
    public ChangeKind? Change { get; init; }

    /// <summary>Gets a value indicating whether the method assigns the object to a state, or to an object that is assigned.</summary>
    public bool IsAssigned { get; init; }

    /// <summary>Gets a value indicating whether the method emits the object.</summary>
    public bool IsEmitted { get; init; }

    /// <summary>Gets the field or property in which the method stores the object; null if there is none.</summary>
    public ISymbol? Holder { get; init; }

    /// <summary>Gets a value indicating whether the method stores the object.</summary>
    public bool IsStored { get; init; }

    /// <summary>Gets a value indicating whether the method passes the object to code about which nothing is known.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Gets the arguments of each call of the delegate.</summary>
    public ImmutableArray<ImmutableArray<SummaryValue>> Runs { get; init; } = [];

    /// <summary>Gets where a delegate runs that the method hands over.</summary>
    public ExecutionContextKind Context { get; init; }

    /// <summary>Gets the parameters in whose object the method puts this one.</summary>
    public ImmutableArray<int> PutInto { get; init; } = [];
}

/// <summary>A value in terms of the parameters of a method and of the operator's states and fields.</summary>
/// <param name="Parameters">The parameters that the value may be.</param>
/// <param name="Parts">The parameters of which the value may be a member or element.</param>
/// <param name="Origins">The states and fields that it may come from, or of which it may be a member or element.</param>
/// <param name="Contents">The contents, if the value is an object that the method makes; null if it is not.</param>
/// <param name="Members">The members of that object whose values are known.</param>
/// <param name="Sources">The objects that it is a copy of; null if there are none.</param>
/// <param name="Streams">The objects that it reads when it is enumerated; null if there are none.</param>
internal sealed record SummaryValue(
    ImmutableArray<int> Parameters, ImmutableArray<int> Parts, ImmutableArray<(OriginKind Kind, ISymbol Symbol, bool IsInner)> Origins, SummaryValue? Contents,
    ImmutableArray<(string Name, SummaryValue Value)> Members, SummaryValue? Streams, SummaryValue? Sources)
{
    public static SummaryValue Nothing { get; } = new([], [], [], null, [], null, null);
}
