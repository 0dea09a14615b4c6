namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Thrown by a record that is meant to fail.</summary>
internal sealed class DeliberateException() : Exception("This record is meant to fail.");
