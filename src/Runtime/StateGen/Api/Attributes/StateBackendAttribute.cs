using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Says which backend the operators of an assembly are written for, so that analyzers can advise where no options say it. It requires nothing: pipelines and hosts choose their backend by
/// their options. <see cref="OperatorAttribute.Backend"/> is what an operator requires.
/// </summary>
/// <param name="backend">A type that implements <see cref="IStateBackend"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class StateBackendAttribute(Type backend) : Attribute
{
    /// <summary>The type of the backend.</summary>
    public Type Backend { get; } = backend;
}
