namespace StateGen.Schemas;

/// <summary>One difference between the schema that wrote a checkpoint and the schema that the program declares.</summary>
/// <param name="StateName">The state; null where the key or the operator as a whole differs.</param>
/// <param name="MemberName">The type or <c>Type.Member</c>; null where the state or the key itself differs.</param>
/// <param name="StoredShape">The shape in the checkpoint.</param>
/// <param name="DeclaredShape">The shape in the program.</param>
internal sealed record SchemaDifference(string? StateName, string? MemberName, string StoredShape, string DeclaredShape)
{
    public StateSchemaException ToException(string operatorId)
    {
        var place = $"operator '{operatorId}'"
            + (StateName is null ? "" : $", state '{StateName}'")
            + (MemberName is null ? "" : $", member '{MemberName}'");
        var message = $"The stored state does not fit this program at {place}: the checkpoint has {StoredShape}, the program declares {DeclaredShape}. "
            + "Restore with the code that wrote the checkpoint, or start with a new state directory.";
        return new StateSchemaException(message, operatorId, this);
    }
}
