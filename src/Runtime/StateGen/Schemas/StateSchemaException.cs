namespace StateGen.Schemas;

/// <summary>The state in a checkpoint does not have the shape that the program declares. Raised before a record is read.</summary>
public sealed class StateSchemaException : StateGenException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">The complete message.</param>
    /// <param name="operatorId">The operator.</param>
    /// <param name="difference">What differs.</param>
    internal StateSchemaException(string message, string operatorId, SchemaDifference difference)
        : base(message)
    {
        OperatorId = operatorId;
        StateName = difference.StateName;
        MemberName = difference.MemberName;
        StoredShape = difference.StoredShape;
        DeclaredShape = difference.DeclaredShape;
    }

    /// <summary>The id of the operator.</summary>
    public string OperatorId { get; }

    /// <summary>The name of the state; null where the key or the operator as a whole differs.</summary>
    public string? StateName { get; }

    /// <summary>The member as <c>Type.Member</c>, or the type where it differs as a whole; null where the state itself differs.</summary>
    public string? MemberName { get; }

    /// <summary>The shape in the checkpoint.</summary>
    public string StoredShape { get; }

    /// <summary>The shape in the program.</summary>
    public string DeclaredShape { get; }
}
