using System.Collections.Immutable;
using StateGen.Schemas.Resolution;

namespace StateGen.Schemas;

/// <summary>The state in a checkpoint cannot be brought into the shape that the program declares. Raised before a record is read; nothing was written.</summary>
public sealed class StateSchemaException : StateGenException
{
    private StateSchemaException(string message, string operatorId, ImmutableArray<SchemaChange> refusals)
        : base(message)
    {
        OperatorId = operatorId;
        Refusals = refusals;
    }

    /// <summary>The id of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>Everything that is refused; at least one change. The other properties tell about the first.</summary>
    public ImmutableArray<SchemaChange> Refusals { get; }

    /// <summary>The name of the state; null where the key or the operator as a whole differs.</summary>
    public string? StateName => Refusals[0].StateName;

    /// <summary>The member as <c>Type.Member</c>, or the type where it differs as a whole; null where the state itself differs.</summary>
    public string? MemberName => Refusals[0].MemberName;

    /// <summary>The shape in the checkpoint.</summary>
    public string StoredShape => Refusals[0].StoredShape;

    /// <summary>The shape in the program.</summary>
    public string DeclaredShape => Refusals[0].DeclaredShape;

    /// <summary>What to do about it.</summary>
    public string Remedy => Refusals[0].Remedy;

    internal static StateSchemaException Of(string operatorId, ImmutableArray<SchemaChange> refusals)
    {
        var first = refusals[0];
        var more = refusals.Length == 1 ? "" : $" Refused as well: {string.Join("; ", refusals.Skip(1).Select(Place))}.";
        return new(
            $"The stored state does not fit this program at operator '{operatorId}'{(Place(first) is { Length: > 0 } place ? ", " + place : "")}: "
                + $"the checkpoint has {first.StoredShape}, the program declares {first.DeclaredShape}. {first.Remedy} Nothing was restored or written.{more}",
            operatorId,
            refusals);
    }

    private static string Place(SchemaChange change) =>
        string.Join(", ", new[] { change.StateName is null ? null : $"state '{change.StateName}'", change.MemberName is null ? null : $"member '{change.MemberName}'" }.OfType<string>());
}
