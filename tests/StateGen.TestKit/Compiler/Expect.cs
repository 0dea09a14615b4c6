namespace StateGen.TestKit.Compiler;

/// <summary>Assertions for code that tests compile, which cannot see xunit.</summary>
public static class Expect
{
    public static void Equal(object? expected, object? actual) => Assert.Equal(expected, actual);

    public static TException Throws<TException>(Action action)
        where TException : Exception => Assert.Throws<TException>(action);

    /// <summary>Asserts that the operator threw.</summary>
    /// <returns>What it threw.</returns>
    public static TException OperatorThrows<TException>(Action action)
        where TException : Exception =>
        Assert.IsType<TException>(Assert.Throws<OperatorException>(action).InnerException);
}
