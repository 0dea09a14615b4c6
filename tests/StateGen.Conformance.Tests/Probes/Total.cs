namespace StateGen.Conformance.Tests.Probes;

/// <summary>An immutable value of several parts, one of which is a reference.</summary>
public sealed record Total(long Count, decimal Sum, string? Note);
