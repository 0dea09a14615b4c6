namespace StateGen.Schemas.Text;

/// <summary>A line of a document that is no part of a schema.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record SchemaTextError(int Line, string Message);
