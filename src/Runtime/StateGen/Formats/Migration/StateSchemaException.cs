using System.Collections.Immutable;
using StateGen.Schemas.Resolution;

namespace StateGen.Schemas;

/// <summary>
/// The exception that is thrown when the state in a checkpoint cannot be brought into the shape that the program declares. It is thrown before a record is
/// read; nothing has been written.
/// </summary>
public sealed class StateSchemaException : StateGenException
{
    private StateSchemaException(string message, string operatorId, ImmutableArray<SchemaChange> refusals)
        : base(message)
    {
        IsPermanent = true;
        OperatorId = operatorId;
        Refusals = refusals;
    }

    /// <summary>Gets the id of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>Gets the refused changes, at least one. The other properties describe the first.</summary>
    public ImmutableArray<SchemaChange> Refusals { get; }

    /// <summary>Gets the name of the state; null if the key or the operator as a whole differs.</summary>
    public string? StateName => Refusals[0].StateName;

    /// <summary>Gets the member as <c>Type.Member</c>, or the type if it differs as a whole; null if the state itself differs.</summary>
    public string? MemberName => Refusals[0].MemberName;

    /// <summary>Gets the shape in the checkpoint.</summary>
    public string StoredShape => Refusals[0].StoredShape;

    /// <summary>Gets the shape in the program.</summary>
    public string DeclaredShape => Refusals[0].DeclaredShape;

    /// <summary>Gets the instruction that resolves the first refused change.</summary>
    public string Remedy => Refusals[0].Remedy;

    internal static StateSchemaException Of(string operatorId, ImmutableArray<SchemaChange> refusals)
    {
        var first = refusals[0];
        var more = refusals.Length == 1 ? "" : $" Also refused: {string.Join("; ", refusals.Skip(1).Select(Place))}.";
        return new(
            $"The stored state does not fit this program at operator '{operatorId}'{(Place(first) is { Length: > 0 } place ? ", " + place : "")}: "
                + $"the checkpoint has {first.StoredShape}, the program declares {first.DeclaredShape}. {first.Remedy} Nothing was restored or written.{more}",
            operatorId,
            refusals);
    }

    private static string Place(SchemaChange change)
    {
        var state = change.StateName is null ? null : $"state '{change.StateName}'";
        var member = change.MemberName is null ? null : $"member '{change.MemberName}'";
        return string.Join(", ", new[] { state, member }.OfType<string>());
    }
}
