using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Declares the backend that the operators of an assembly are written for, so that analyzers can give advice where no options name a backend. It does not
/// enforce anything: pipelines and hosts choose their backend through their options. To require a backend, set <see cref="OperatorAttribute.Backend"/>.
/// </summary>
/// <param name="backend">A type that implements <see cref="IStateBackend"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class StateBackendAttribute(Type backend) : Attribute
{
    /// <summary>Gets the type of the backend.</summary>
    public Type Backend { get; } = backend;
}
