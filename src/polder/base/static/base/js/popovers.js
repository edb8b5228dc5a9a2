// popovers
